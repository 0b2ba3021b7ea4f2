use formwork::Generate;

#[derive(Generate)]
#[serde(rename_all = "lowercase")]
enum Wrong {
    One,
    ONE,
}

fn main() {}
