"""Outputs to an e-mail draft, or to a zip of the same, for somebody to send.

Invariant: a function of the outputs and of what the user asks; nothing here sends, and the same
outputs give the same bytes.
"""

from docforge.email.addresses import Recipients, address, recipients
from docforge.email.budget import Budget, check
from docforge.email.bundle import bundle
from docforge.email.message import Briefing, compose
from docforge.email.pieces import Attachment, MailDocument, attached, mail_document

__all__ = [
    "Attachment",
    "Briefing",
    "Budget",
    "MailDocument",
    "Recipients",
    "address",
    "attached",
    "bundle",
    "check",
    "compose",
    "mail_document",
    "recipients",
]
