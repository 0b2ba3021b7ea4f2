use formwork::Generate;

#[derive(Generate)]
#[serde(untagged)]
enum Wrong {
    One(String),
    Two(String),
}

fn main() {}
