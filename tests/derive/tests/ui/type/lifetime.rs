use formwork::Generate;

#[derive(Generate)]
struct Wrong<'a> {
    field: &'a str,
}

fn main() {}
