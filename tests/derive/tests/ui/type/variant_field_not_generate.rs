use formwork::Generate;

struct Other;

#[derive(Generate)]
#[serde(tag = "kind")]
enum Wrong {
    One { field: Option<Other> },
    Two { field: u8 },
    None,
}

fn main() {}
