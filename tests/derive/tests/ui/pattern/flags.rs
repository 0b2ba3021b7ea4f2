use formwork::Generate;

#[derive(Generate)]
struct Wrong {
    #[generate(pattern = "^(?i)a$")]
    field: String,
}

fn main() {}
