use formwork::Generate;

#[derive(Generate)]
struct Wrong {
    #[generate(pattern = "^a$")]
    field: u8,
}

fn main() {}
