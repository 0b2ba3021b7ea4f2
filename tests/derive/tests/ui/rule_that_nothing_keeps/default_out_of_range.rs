use formwork::Generate;

#[derive(Generate)]
struct Wrong {
    #[generate(range = 3.., default = 2)]
    field: u8,
}

fn main() {}
