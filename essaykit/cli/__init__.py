"""The command line: parse, call, print. Nothing imports this room.

To add a command:

1. Write a plain function in ``cli/<group>.py`` whose parameters are annotated
   with the shared options of `essaykit.cli.options` (or a `typer.Option` of its
   own, always with ``help=`` and ``metavar=``). Heavy imports stand inside the
   function. It prints through `essaykit.cli.output` and returns an
   `essaykit.errors.Exit`, or None for success; it raises `EssaykitError` for
   whatever a person has to hear of.
2. Its docstring is its help page: the first line says what it does, an
   ``Examples:`` section at the end has at least one line that starts with
   ``$ essaykit``.
3. Add it to `COMMANDS` in ``cli/table.py``, with that first line. A group of
   sub-commands is made with `essaykit.cli.groups.new_group`.
4. A command with ``--json`` names its record in ``cli/schemas.py``.

Tests compare table, docstrings and documentation, and run every command with
every bad input of ``tests/cli/test_bad_input.py``.
"""
