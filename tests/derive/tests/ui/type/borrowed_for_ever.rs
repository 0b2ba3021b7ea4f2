use formwork::Generate;

#[derive(Generate)]
struct Wrong {
    field: &'static str,
}

fn main() {}
