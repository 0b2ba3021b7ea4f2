use formwork::Generate;

#[derive(Generate)]
struct Wrong {
    field: Box<dyn std::fmt::Debug>,
}

fn main() {}
