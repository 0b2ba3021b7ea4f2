use formwork::Generate;

struct Other;

#[derive(Generate)]
#[serde(from = "Other")]
struct Wrong {
    field: u8,
}

impl From<Other> for Wrong {
    fn from(_: Other) -> Self {
        Self { field: 1 }
    }
}

fn main() {}
