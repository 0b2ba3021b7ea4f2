use formwork::Generate;

#[derive(Generate)]
struct Wrong {
    #[generate(as_string)]
    field: String,
}

fn main() {}
