use formwork::Generate;

#[derive(Generate)]
struct Wrong {
    field: str,
}

fn main() {}
