use formwork::Generate;

#[derive(Generate)]
struct Wrong {
    #[generate(pattern)]
    field: String,
}

fn main() {}
