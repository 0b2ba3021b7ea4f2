use formwork::Generate;

#[derive(Generate)]
struct Wrong {
    #[generate(format = "email")]
    field: u8,
}

fn main() {}
