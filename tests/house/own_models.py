"""The contract that a house's models are imported by that house alone."""

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class OwnModels(Contract):
    """No module outside of a house imports its models, but for the `readers`, houses that may look at everything."""

    readers = fields.SetField(subfield=fields.StringField(), required=False)

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """Look at each import of a module called `linli.<house>.models`, types included."""
        models = sorted(name for name in graph.modules if name.split(".")[2:3] == ["models"])
        taken = [
            (importer, model)
            for model in models
            for importer in sorted(graph.find_modules_that_directly_import(model))
            if house(importer) != house(model) and house(importer) not in (self.readers or ())
        ]
        return ContractCheck(kept=not taken, metadata={"taken": taken})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Say who took what."""
        for importer, model in check.metadata["taken"]:
            output.print_error(f"{importer} imports {model}")


def house(module: str) -> str:
    """``cases`` for ``linli.cases.actions.intake``."""
    return module.split(".")[1] if "." in module else module
