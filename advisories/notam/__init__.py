"""The NOTAM language: text in, typed NOTAM out. Pure."""
