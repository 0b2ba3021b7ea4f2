use formwork::Generate;

#[derive(Generate)]
struct Wrong {
    #[generate(example = NAME)]
    field: String,
}

fn main() {}
