"""Natural Earth's own three-letter codes as ISO 3166-1 alpha-2."""

from packing.shapefile import Record

#: Codes of Natural Earth that its countries table gives no ISO code for, and what is filed under them. ISO files a
#: territory under the state that it lists; this is a filing rule, not a judgement on status.
_WITHOUT_ISO = {
    "CNM": "CY",  # the UN buffer zone on Cyprus
    "CYN": "CY",  # northern Cyprus
    "ESB": "GB",  # Dhekelia, a British base area on Cyprus
    "WSB": "GB",  # Akrotiri, likewise
    "KAB": "KZ",  # Baikonur, on lease
    "SOL": "SO",  # Somaliland
    "USG": "CU",  # Guantanamo Bay, on lease
    "KAS": "",  # the Siachen glacier: claimed by two states, held by both in part
    "BRI": "",  # an island in the Uruguay river, claimed by two states
    "BRT": "",  # Bir Tawil, claimed by none
    "SPI": "",  # the southern Patagonian ice field, without an agreed line
    "PGA": "",
    "BJN": "",
    "SER": "",
    "SCR": "",
}


def iso_codes(countries: list[Record]) -> dict[str, str]:
    """Natural Earth's `ADM0_A3` → ISO alpha-2 (XK for Kosovo, as is customary), "" where ISO has no code for it.

    Args:
        countries: The records of `ne_10m_admin_0_countries`.
    """
    codes = {}
    for record in countries:
        name, iso = record.fields["ADM0_A3"], record.fields["ISO_A2_EH"]
        codes[name] = _WITHOUT_ISO.get(name, iso if len(iso) == 2 and iso.isalpha() else "")
    return codes
