"""What can be typed: each module declares the options of its commands and hands them on.

They are imported for every command, --help included, so that they import what they need late.
"""
