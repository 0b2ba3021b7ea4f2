use formwork::Generate;

struct Other;

#[derive(Generate)]
#[serde(try_from = "Vec<Other>")]
struct Wrong {
    field: u8,
}

impl TryFrom<Vec<Other>> for Wrong {
    type Error = String;

    fn try_from(_: Vec<Other>) -> Result<Self, String> {
        Ok(Self { field: 1 })
    }
}

fn main() {}
