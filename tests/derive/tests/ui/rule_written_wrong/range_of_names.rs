use formwork::Generate;

#[derive(Generate)]
struct Wrong {
    #[generate(range = LOW..HIGH)]
    field: u8,
}

fn main() {}
