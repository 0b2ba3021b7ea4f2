use formwork::Generate;

#[derive(Generate)]
struct Wrong {
    #[generate(pattern = "^a$|^b$")]
    field: String,
}

fn main() {}
