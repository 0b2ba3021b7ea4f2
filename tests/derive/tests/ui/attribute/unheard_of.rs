use formwork::Generate;

#[derive(Generate)]
struct Wrong {
    #[generate(frobnicate)]
    field: u8,
}

fn main() {}
