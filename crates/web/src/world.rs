//! The outlines of countries, and where a point falls among them.
//!
//! The projection is Equal Earth (B. Šavrič, T. Patterson, B. Jenny, "The Equal Earth map projection", 2018): areas compare as they are,
//! which shading needs.

/// Width of the map in its own units.
pub const WIDTH: i32 = 2000;
/// Its height.
pub const HEIGHT: i32 = 900;

const TABLE: &str = include_str!("../assets/world.tsv");

/// Countries with their outlines as paths of an SVG.
pub fn shapes() -> impl Iterator<Item = (&'static str, &'static str)> {
    TABLE.lines().skip(1).filter_map(|line| line.split_once('\t'))
}

/// Where a point falls: degrees east and north to units of the map.
pub fn project(lon: f64, lat: f64) -> (f64, f64) {
    const A: [f64; 4] = [1.340_264, -0.081_106, 0.000_893, 0.003_796];
    let t = (3.0_f64.sqrt() / 2.0 * lat.to_radians().sin()).asin();
    let (t2, t6) = (t * t, t.powi(6));
    let slope = 9.0 * A[3] * t6 * t2 + 7.0 * A[2] * t6 + 3.0 * A[1] * t2 + A[0];
    let x = 2.0 * 3.0_f64.sqrt() * lon.to_radians() * t.cos() / (3.0 * slope);
    let y = t * (A[3] * t6 * t2 + A[2] * t6 + A[1] * t2 + A[0]);
    let half = f64::from(WIDTH) / 2.0;
    let scale = half / 2.706_63;
    (half + x * scale, f64::from(WIDTH) * 0.2434 - y * scale)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_fall_where_the_outlines_are() {
        assert_eq!(project(0.0, 0.0), (1000.0, 486.8));
        // The first point of Iceland's outline lies near Iceland.
        let (_, path) = shapes().find(|(code, _)| *code == "ISL").unwrap();
        let first: Vec<f64> = path[1..].split('l').next().unwrap().split(' ').map(|n| n.parse().unwrap()).collect();
        let (x, y) = project(-18.0, 65.0);
        assert!((first[0] - x).abs() < 40.0 && (first[1] - y).abs() < 30.0, "{first:?} {x} {y}");
    }

    #[test]
    fn every_outline_is_a_path_and_no_more() {
        for (code, path) in shapes() {
            assert!(crate::glosses::is_code(code) && code.len() == 3, "{code}");
            assert!(path.bytes().all(|b| b"Mlz -0123456789".contains(&b)), "{code}");
        }
    }
}
