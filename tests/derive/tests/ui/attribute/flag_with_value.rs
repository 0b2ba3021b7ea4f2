use formwork::Generate;

#[derive(Generate)]
struct Wrong {
    #[generate(unique = true)]
    field: Vec<u8>,
}

fn main() {}
