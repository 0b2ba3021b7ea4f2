use formwork::Generate;

#[derive(Generate)]
struct Wrong {
    #[generate(range = ..)]
    field: u8,
}

fn main() {}
