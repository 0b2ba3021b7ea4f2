use formwork::Generate;

#[derive(Generate)]
struct Wrong {
    #[generate(format = "date", pattern = "^a$")]
    field: String,
}

fn main() {}
