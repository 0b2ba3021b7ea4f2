use formwork::Generate;

#[derive(Generate)]
struct Wrong {
    #[generate(description = 5)]
    field: String,
}

fn main() {}
