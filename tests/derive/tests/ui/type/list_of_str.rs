use formwork::Generate;

#[derive(Generate)]
struct Wrong {
    field: Vec<str>,
}

fn main() {}
