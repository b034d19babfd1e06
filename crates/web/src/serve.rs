//! Listening, and what goes on beside it.

use crate::app::App;
use crate::routes;
use crate::views::watchlists;
use axum::ServiceExt;
use axum::extract::Request;
use std::io;
use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

/// How often it is looked whether the store has changed.
const LOOK: Duration = Duration::from_millis(500);

/// Sends JSON to an address.
pub type Post = Arc<dyn Fn(&str, &str) -> Result<(), String> + Send + Sync>;

/// Serves a desk until the process is told to end; `post` tells addresses of watchlists.
///
/// # Errors
/// When the listener or the runtime fails.
pub fn serve(app: &Arc<App>, listener: TcpListener, post: Option<Post>) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().max_blocking_threads(64).build()?;
    runtime.block_on(async {
        listener.set_nonblocking(true)?;
        let listener = tokio::net::TcpListener::from_std(listener)?;
        let beside = tokio::spawn(look(Arc::clone(app), post));
        let service = ServiceExt::<Request>::into_make_service(routes::service(app));
        let served = axum::serve(listener, service).with_graceful_shutdown(ended()).await;
        beside.abort();
        served
    })
}

/// Keeps today's ledger fresh and tells addresses of what has arrived.
async fn look(app: Arc<App>, post: Option<Post>) {
    loop {
        let (app, post) = (Arc::clone(&app), post.clone());
        let looked = tokio::task::spawn_blocking(move || {
            let fresh = app.refresh();
            if let (Ok(true), Some(post)) = (&fresh, &post) {
                watchlists::tell(&app, post.as_ref())?;
            }
            fresh
        });
        if let Ok(Err(failure)) = looked.await {
            eprintln!("warning: {failure}");
            tokio::time::sleep(LOOK * 10).await;
        }
        tokio::time::sleep(LOOK).await;
    }
}

async fn ended() {
    let interrupt = async { drop(tokio::signal::ctrl_c().await) };
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut term) = signal(SignalKind::terminate()) {
            tokio::select! { () = interrupt => {}, _ = term.recv() => {} }
            return;
        }
    }
    interrupt.await;
}
