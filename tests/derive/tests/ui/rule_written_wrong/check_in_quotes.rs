use formwork::Generate;

#[derive(Generate)]
struct Wrong {
    #[generate(check = "is_short")]
    field: String,
}

fn main() {}
