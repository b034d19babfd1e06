//! Listening, and what goes on beside it.

use crate::Failure;
use crate::app::{App, locked};
use crate::routes;
use crate::views::watchlists::{self, Waits};
use axum::ServiceExt;
use axum::extract::Request;
use std::io;
use std::net::TcpListener;
use std::sync::{Arc, Mutex};
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
    let runtime =
        tokio::runtime::Builder::new_multi_thread().enable_all().max_blocking_threads(64).build()?;
    runtime.block_on(async {
        listener.set_nonblocking(true)?;
        let listener = tokio::net::TcpListener::from_std(listener)?;
        let beside = [
            tokio::spawn(again(Arc::clone(app), |app| app.refresh().map(drop))),
            tokio::spawn(again(Arc::clone(app), teller(post))),
        ];
        let service = ServiceExt::<Request>::into_make_service(routes::service(app));
        let served = axum::serve(listener, service).with_graceful_shutdown(ended()).await;
        beside.iter().for_each(tokio::task::JoinHandle::abort);
        served
    })
}

/// Does something again and again where it may take its time: keeps today's ledger fresh, or tells addresses of what has arrived.
async fn again(app: Arc<App>, task: impl FnMut(&App) -> Result<(), Failure> + Send + 'static) {
    let task = Arc::new(Mutex::new(task));
    loop {
        let (app, task) = (Arc::clone(&app), Arc::clone(&task));
        let done = tokio::task::spawn_blocking(move || (*locked(&task))(&app)).await;
        if let Ok(Err(failure)) = done {
            eprintln!("warning: {failure}");
            tokio::time::sleep(LOOK * 10).await;
        }
        tokio::time::sleep(LOOK).await;
    }
}

/// Tells addresses of watchlists.
fn teller(post: Option<Post>) -> impl FnMut(&App) -> Result<(), Failure> + Send + 'static {
    let mut waits = Waits::default();
    move |app| post.as_ref().map_or(Ok(()), |post| watchlists::tell(app, post.as_ref(), &mut waits))
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
