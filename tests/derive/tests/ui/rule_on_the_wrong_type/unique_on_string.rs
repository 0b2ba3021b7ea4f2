use formwork::Generate;

#[derive(Generate)]
struct Wrong {
    #[generate(unique)]
    field: String,
}

fn main() {}
