"""Mutations: true sentences of real abstracts made false in one respect, written without sight of the checks they try."""
