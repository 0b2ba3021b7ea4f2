use formwork::Generate;

#[derive(Generate)]
union Wrong {
    field: u8,
}

fn main() {}
