"""One module per revision, in order; `sidecar.knowledge.schema.REVISION` names the newest."""
