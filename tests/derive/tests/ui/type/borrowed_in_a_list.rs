use formwork::Generate;

#[derive(Generate)]
struct Wrong {
    field: Vec<&'static str>,
}

fn main() {}
