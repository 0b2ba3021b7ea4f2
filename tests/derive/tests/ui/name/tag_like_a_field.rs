use formwork::Generate;

#[derive(Generate)]
#[serde(tag = "kind")]
enum Wrong {
    One { kind: u8 },
}

fn main() {}
