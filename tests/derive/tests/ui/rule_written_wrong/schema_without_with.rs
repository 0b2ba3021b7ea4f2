use formwork::Generate;

#[derive(Generate)]
struct Wrong {
    #[generate(schema = "{}")]
    field: String,
}

fn main() {}
