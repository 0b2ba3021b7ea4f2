use formwork::Generate;

#[derive(Generate)]
struct Wrong {
    field: impl Fn(),
}

fn main() {}
