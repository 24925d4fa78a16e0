from __future__ import annotations

import pytest

from advisories.reading import read


@pytest.mark.parametrize(
    "text",
    [
        "IL EST INTERDIT AUX EXPLOITANTS D'AERONEFS DE SURVOLER LA FIR LIMA (SPIM) POUR RAISONS DE SECURITE.",
        "Il est demandé aux transporteurs de ne pas pénétrer dans la FIR LIMA (SPIM).",
        "FIR LIMA (SPIM) CERRADA POR ACTIVIDAD MILITAR",
        "Queda prohibido el sobrevuelo de la FIR LIMA (SPIM) para todas las aeronaves.",
        "ESPAÇO AÉREO DA FIR LIMA (SPIM) FECHADO A TODOS OS VOOS.",
        "Lo spazio aereo della FIR LIMA (SPIM) è chiuso a tutti i voli.",
        "Flüge in die FIR LIMA (SPIM) sind deutschen Luftfahrtunternehmen nicht gestattet.",
        "PRZESTRZEN POWIETRZNA FIR LIMA (SPIM) JEST ZAMKNIETA.",
        "FIR LIMA (SPIM) TUM UCUSLAR ICIN KAPALI VE YASAK.",
        "Полёты в FIR ЛИМА (SPIM) запрещены для всех воздушных судов.",
        "禁止在利马飞行情报区(SPIM)内飞行",
    ],
)
@pytest.mark.parametrize("issuer", ["France", "Peru", "EASA"])
def test_not_english(text: str, issuer: str) -> None:
    """A text in another language that prints a FIR code is not fully read, whatever the rules make of it."""
    reading = read(text, issuer=issuer)
    assert reading.provisions == ()
    assert [(one.why, one.words) for one in reading.unread] == [("not in English", text)]


@pytest.mark.parametrize(
    "text",
    [
        "LIMA ACC (SPIM) FREQ 128.5 U/S IN SECTORS LA PAZ, RIO DE JANEIRO AND LAS PALMAS DEL RIO.",
        "RIO DE LA PLATA VOR U/S. LOS ANGELES (SPIM) NDB U/S. EST DES LES AUX.",
        "GNSS RAIM PREDICTION FOR LIMA FIR (SPIM): NON PRECISION APCH NE OF SAN JUAN DE LA COSTA.",
        "FIR LIMA (SPIM) AMD AIP PARA 1.4 PAR APCH EST 1200.",
        "PISTE FERMEE AU TRAFIC POUR TRAVAUX.",
        "",
    ],
)
def test_no_other_language(text: str) -> None:
    """Names and abbreviations make no text foreign; without a FIR code one must speak of an airspace or of overflights."""
    assert read(text, issuer="Peru").unread == ()


@pytest.mark.parametrize(
    "text",
    [
        "IL EST DEMANDE AUX EXPLOITANTS DE NE PAS PENETRER DANS L'ESPACE AERIEN DU PEROU.",
        "Espacio aéreo cerrado para todas las aeronaves hasta nuevo aviso.",
        "SE PROHIBE EL SOBREVUELO DEL TERRITORIO NACIONAL.",
        "DIVIETO DI SORVOLO DELLO SPAZIO AEREO DEL PERU.",
        "FLUGVERBOT IM LUFTRAUM VON PERU.",
        "ПОЛЁТЫ В РПИ ЛИМА ЗАПРЕЩЕНЫ.",
    ],
)
def test_an_airspace_without_a_code(text: str) -> None:
    """A text in another language that speaks of an airspace is not fully read either where no code stands in it."""
    reading = read(text, issuer="Peru")
    assert ([one.why for one in reading.unread], reading.provisions) == (["not in English"], ())


def test_two_languages() -> None:
    """A text with an English part is read by that part."""
    text = (
        "L'ESPACE AERIEN DE LA FIR LIMA (SPIM) EST FERME POUR TOUS LES VOLS JUSQU'A NOUVEL AVIS. "
        "THE AIRSPACE OF THE LIMA FIR (SPIM) IS CLOSED TO ALL FLIGHTS UNTIL FURTHER NOTICE."
    )
    reading = read(text, issuer="Peru")
    assert ([one.firs for one in reading.provisions], reading.unread) == ([("SPIM",)], ())
    harmless = "MISE A JOUR DE LA FIR LIMA (SPIM) DANS LE MANUEL. THE MANUAL OF THE LIMA FIR (SPIM) HAS BEEN UPDATED BY THE ACC."
    assert read(harmless, issuer="Peru").unread == ()
