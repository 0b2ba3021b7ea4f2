use formwork::Generate;

#[derive(Generate)]
struct Wrong {
    #[generate(multiple_of = 5)]
    field: String,
}

fn main() {}
