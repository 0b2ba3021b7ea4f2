use formwork::Generate;

#[derive(Generate)]
struct Wrong {
    #[generate(format = "phone")]
    field: String,
}

fn main() {}
