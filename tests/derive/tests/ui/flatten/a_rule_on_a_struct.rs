use formwork::Generate;

#[derive(Generate)]
struct Point {
    x: u8,
}

fn is_near(point: &Point) -> bool {
    point.x < 10
}

#[derive(Generate)]
struct Wrong {
    #[serde(flatten)]
    #[generate(check = is_near)]
    point: Point,
}

fn main() {}
