"""Outputs to an e-mail draft, or to a zip of the same, for somebody to send.

Invariant: a function of the outputs and of what the user asks; nothing here sends, and the same
outputs give the same bytes.
"""

from email.headerregistry import Address

from docforge.email.addresses import Recipients, address, recipients
from docforge.email.briefing import Briefing
from docforge.email.budget import Budget, check
from docforge.email.bundle import bundle
from docforge.email.choice import Body, shown, usual
from docforge.email.message import Message, compose
from docforge.email.neighbours import Neighbours, neighbours_of
from docforge.email.pictures import Studio
from docforge.email.pieces import Attachment, MailDocument, attached, mail_document

__all__ = [
    "Address",
    "Attachment",
    "Body",
    "Briefing",
    "Budget",
    "MailDocument",
    "Message",
    "Neighbours",
    "Recipients",
    "Studio",
    "address",
    "attached",
    "bundle",
    "check",
    "compose",
    "mail_document",
    "neighbours_of",
    "recipients",
    "shown",
    "usual",
]
