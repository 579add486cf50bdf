"""The website: it joins the parts."""
