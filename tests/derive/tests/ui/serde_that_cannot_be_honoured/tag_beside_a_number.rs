use formwork::Generate;

#[derive(Generate)]
#[serde(tag = "type")]
enum Wrong {
    One(u8),
}

fn main() {}
