use formwork::Generate;

#[derive(Generate)]
struct Wrong {
    #[generate(rename = "name", len =)]
    field: String,
}

fn main() {}
