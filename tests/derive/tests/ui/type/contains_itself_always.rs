use formwork::Generate;

#[derive(Generate)]
struct Endless {
    name: String,
    next: Box<Endless>,
}

fn main() {}
