use formwork::Generate;

#[derive(Generate)]
enum Shape {
    Circle(#[serde(default)] f64),
    Point,
}

fn main() {}
