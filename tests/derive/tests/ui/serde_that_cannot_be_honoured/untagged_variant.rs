use formwork::Generate;

#[derive(Generate)]
enum Wrong {
    #[serde(untagged)]
    One(u8),
    Two,
}

fn main() {}
