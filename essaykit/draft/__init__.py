"""Drafts: a template, a student's own facts, and quotations from the corpus become one Markdown file."""
