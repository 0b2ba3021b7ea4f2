use formwork::Generate;

#[derive(Generate)]
struct Wrong {
    field: Option<fn()>,
}

fn main() {}
