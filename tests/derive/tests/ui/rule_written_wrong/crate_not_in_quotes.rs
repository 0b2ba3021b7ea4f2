use formwork::Generate;

#[derive(Generate)]
#[generate(crate = formwork)]
struct Wrong {
    field: String,
}

fn main() {}
