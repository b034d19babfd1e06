//! The API as OpenAPI 3.1 describes it, from the same table that answers.

use crate::query::Parameter;
use crate::route::{Route, Shape};
use crate::routes::ROUTES;
use crate::views::trial::{Codes, Paste};
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

/// Version of the API: a change that breaks a reader has the next number, here and in its paths.
const VERSION: &str = "1";

/// The description.
pub fn document(secured: bool) -> Value {
    let settings = SchemaSettings::draft2020_12().with(|s| s.definitions_path = "/components/schemas".into());
    let mut generator = settings.into_generator();
    let mut paths = Map::new();
    for route in ROUTES {
        let schema = (route.schema)(&mut generator);
        paths.insert(format!("/api/v1{}", route.path), json!({ "get": operation(route, &schema.to_value()) }));
    }
    let (paste, codes) = (generator.subschema_for::<Paste>(), generator.subschema_for::<Codes>());
    paths.insert("/api/v1/code".to_owned(), json!({ "post": code(&paste.to_value(), &codes.to_value()) }));
    let schemas = generator.take_definitions(true);
    let mut document = json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Demarche",
            "version": VERSION,
            "description": "Diplomatic moves in news reports: events, a ledger of meetings, pledges, demands, threats, sanctions and agreements, and the sentences that they rest on.",
        },
        "paths": paths,
        "components": { "schemas": schemas },
    });
    document["components"]["schemas"]["Refusal"] = json!({
        "type": "object",
        "required": ["error", "status"],
        "properties": { "error": { "type": "string" }, "status": { "type": "integer" } },
    });
    if secured {
        document["components"]["securitySchemes"] = json!({ "token": { "type": "http", "scheme": "bearer" } });
        document["security"] = json!([{ "token": [] }]);
    }
    document
}

fn operation(route: &Route, schema: &Value) -> Value {
    let parameters: Vec<Value> = route.parameters.iter().map(|p| parameter(route, p)).collect();
    let mut about = format!("{}.", route.about);
    for (ending, shape) in Shape::ENDINGS.iter().filter(|(_, shape)| route.also.contains(shape)) {
        about += &format!(" The page's path with `{ending}` gives {}.", shape.media());
    }
    json!({
        "operationId": route.id,
        "summary": route.about,
        "description": about,
        "parameters": parameters,
        "responses": responses(schema),
    })
}

fn parameter(route: &Route, parameter: &Parameter) -> Value {
    let in_path = route.path.contains(&format!("{{{}}}", parameter.name));
    let schema = parameter.holds.schema();
    json!({
        "name": parameter.name,
        "in": if in_path { "path" } else { "query" },
        "required": in_path,
        "description": parameter.about,
        "schema": schema,
    })
}

fn responses(schema: &Value) -> Value {
    let refusal = |about: &str| {
        json!({ "description": about, "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Refusal" } } } })
    };
    json!({
        "200": { "description": "The answer", "content": { "application/json": { "schema": schema } } },
        "400": refusal("What was asked cannot be asked; names the parameter"),
        "401": refusal("The token is missing or wrong"),
        "403": refusal("The request comes from elsewhere"),
        "404": refusal("There is no such thing"),
        "405": refusal("It is asked in another way than it can be asked"),
        "503": refusal("The answer takes too long, or too many ask at once"),
    })
}

fn code(paste: &Value, codes: &Value) -> Value {
    let mut responses = responses(codes);
    let refusal = responses["400"].clone();
    for (status, about) in [("413", "The text is too long"), ("415", "The text comes in another form than JSON"), ("422", "The JSON has another form")] {
        responses[status] = refusal.clone();
        responses[status]["description"] = json!(about);
    }
    json!({
        "operationId": "code",
        "summary": "Codes a text: its events, and every layer below",
        "requestBody": { "required": true, "content": { "application/json": { "schema": paste } } },
        "responses": responses,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_route_is_described_and_every_reference_leads_somewhere() {
        let document = document(false);
        let paths = document["paths"].as_object().unwrap();
        assert_eq!(paths.len(), ROUTES.len() + 1);
        let text = document.to_string();
        for reference in text.split("\"$ref\":\"#").skip(1) {
            let pointer = reference.split('"').next().unwrap();
            assert!(document.pointer(pointer).is_some(), "{pointer}");
        }
        for route in ROUTES {
            for part in route.path.split('{').skip(1) {
                let name = part.split('}').next().unwrap();
                assert!(route.parameters.iter().any(|p| p.name == name), "{}: {name}", route.path);
            }
        }
    }
}
