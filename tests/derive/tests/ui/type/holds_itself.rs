use formwork::Generate;

#[derive(Generate)]
struct Wrong {
    name: String,
    next: Option<Wrong>,
}

fn main() {}
